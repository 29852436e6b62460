using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Keys;

/// <summary>Keys as a table.</summary>
internal static class KeySheet
{
    private static readonly string[] Headers = ["ID", "NAME", "ROLE", "STATUS", "CREATED", "EXPIRES", "LAST USED", "MODELS"];

    public static void Write(CliConsole console, KeyList list)
    {
        if (list.Keys.Count == 0)
        {
            console.Note("There are no keys. Make one: multillm keys create");
        }
        else
        {
            Columns.Write(console, Headers, list.Keys.Select(Row));
        }
    }

    private static IReadOnlyList<string> Row(KeyInfo key) =>
    [
        key.Id,
        key.Name,
        key.Role.Replace('_', '-'),
        key.Status,
        Day(key.CreatedAt),
        key.ExpiresAt is { } end ? Day(end) : "never",
        key.LastUsedAt is { } used ? used.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "never",
        key.Models is { } models ? string.Join(", ", models) : "all",
    ];

    private static string Day(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
