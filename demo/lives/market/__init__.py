"""中介服务市场: firms, the services that approvals ask for, and orders of the simulated hall."""
