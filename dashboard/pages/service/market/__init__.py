"""中介服务: firms that sell what an application needs, and which applications need it."""
