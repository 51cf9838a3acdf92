"""依申请公开: open requests and how the hall answers, the count of one case, the annual report."""
