"""企业服务: what a hall does for businesses, of which each row is about one firm that many know."""
