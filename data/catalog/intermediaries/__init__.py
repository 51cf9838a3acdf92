"""中介服务: firms, the approvals that need them, and what was ordered, a file each."""
