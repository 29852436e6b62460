using System.Globalization;
using MultiLLM.Core.Gateway.Audit.Holds;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>A condition that is true of rows that no legal hold covers. Of tables with time_ms, key and conversation_id.</summary>
internal static class HeldRows
{
    /// <returns>Begins with AND; empty where nothing is held.</returns>
    public static (string Sql, IReadOnlyList<(string Name, object Value)> Parameters) Spared(IReadOnlyList<LegalHold> holds)
    {
        var parameters = new List<(string, object)>();
        var sql = string.Concat(holds.Select((hold, index) =>
        {
            var parts = new List<string> { "1 = 1" };
            Part("key", "COALESCE(key, '') =", hold.Key);
            Part("conversation", "COALESCE(conversation_id, '') =", hold.Conversation);
            Part("from", "time_ms >=", hold.From?.ToUnixTimeMilliseconds());
            Part("to", "time_ms <", hold.To?.ToUnixTimeMilliseconds());
            return $" AND NOT ({string.Join(" AND ", parts)})";

            void Part(string name, string condition, object? value)
            {
                if (value is null)
                    return;
                var parameter = string.Create(CultureInfo.InvariantCulture, $"@hold{index}_{name}");
                parts.Add($"{condition} {parameter}");
                parameters.Add((parameter, value));
            }
        }));
        return (sql, parameters);
    }
}
