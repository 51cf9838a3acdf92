"""并联审批、一表定责、一件事: what several departments decide side by side or handle as one."""
