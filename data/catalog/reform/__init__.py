"""行政审批制度改革: what the reform of approvals changed."""
