namespace MultiLLM.Dashboard.Theme;

/// <param name="DarkMode">What the browser brought; null: nothing yet.</param>
public sealed record StoredTheme(bool? DarkMode);
