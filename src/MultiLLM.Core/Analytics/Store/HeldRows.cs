using System.Globalization;
using MultiLLM.Core.Gateway.Audit.Holds;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>A condition that is true of rows that no legal hold covers. Of tables with time_ms, key and conversation_id.</summary>
internal static class HeldRows
{
    /// <returns>Begins with AND; empty where nothing is held.</returns>
    public static (string Sql, IReadOnlyList<(string Name, object Value)> Parameters) Spared(IReadOnlyList<LegalHold> holds)
    {
        var covered = holds.Select((hold, index) => Covered(hold, index)).ToList();
        return (string.Concat(covered.Select(hold => $" AND NOT {hold.Sql}")), [.. covered.SelectMany(hold => hold.Parameters)]);
    }

    /// <summary>A condition that is true of rows that the hold covers.</summary>
    /// <param name="hold">Which.</param>
    /// <param name="index">Tells its parameters from another one's.</param>
    public static (string Sql, IReadOnlyList<(string Name, object Value)> Parameters) Covered(LegalHold hold, int index = 0)
    {
        var parts = new List<string> { "1 = 1" };
        var parameters = new List<(string, object)>();
        Part("key", "COALESCE(key, '') =", hold.Key);
        Part("conversation", "COALESCE(conversation_id, '') =", hold.Conversation);
        Part("from", "time_ms >=", hold.From?.ToUnixTimeMilliseconds());
        Part("to", "time_ms <", hold.To?.ToUnixTimeMilliseconds());
        return ($"({string.Join(" AND ", parts)})", parameters);

        void Part(string name, string condition, object? value)
        {
            if (value is null)
                return;
            var parameter = string.Create(CultureInfo.InvariantCulture, $"@hold{index}_{name}");
            parts.Add($"{condition} {parameter}");
            parameters.Add((parameter, value));
        }
    }
}
