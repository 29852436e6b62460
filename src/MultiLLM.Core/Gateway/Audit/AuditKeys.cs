namespace MultiLLM.Core.Gateway.Audit;

/// <param name="Folder">Where keys lie: <c>Home/keys</c>.</param>
internal sealed record AuditKeys(string Folder)
{
    /// <summary>For those who know the home only.</summary>
    public static string In(string home) => Path.Combine(home, "keys");
}
