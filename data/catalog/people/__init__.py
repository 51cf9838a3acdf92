"""队伍和制度: commendations, assessments, training, posts, spot checks, rules; never a person."""
