"""依申请公开: requests under the disclosure regulation of 2019 (国务院令第711号), and their events."""
