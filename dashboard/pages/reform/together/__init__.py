"""What departments do side by side or as one: parallel approval, the zone's table, matters as one."""
