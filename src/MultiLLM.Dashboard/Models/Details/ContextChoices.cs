using System.Globalization;

namespace MultiLLM.Dashboard.Models.Details;

/// <summary>Which contexts a model's memory is worth showing for.</summary>
internal static class ContextChoices
{
    private const int Most = 7;
    private const int Unknown = 32_768;

    /// <summary>Tokens, ascending: powers of two up to what the model was trained for, that itself, and what it is used with here.</summary>
    /// <param name="trained">Null: not known.</param>
    /// <param name="usual">Null: not known.</param>
    public static IReadOnlyList<int> Of(int? trained, int? usual)
    {
        var end = trained is > 0 ? trained.Value : Unknown;
        var choices = new SortedSet<int> { end };
        for (var tokens = end; tokens > 1 && choices.Count < Most; tokens = Below(tokens))
            choices.Add(Below(tokens));
        if (usual is > 0 && usual <= end)
            choices.Add(usual.Value);
        choices.RemoveWhere(tokens => tokens < Math.Min(128, end));
        return [.. choices];
    }

    /// <summary>Exactly: people know these numbers.</summary>
    public static string Words(int tokens) => tokens.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>The next power of two below.</summary>
    private static int Below(int tokens)
    {
        var power = 1;
        while (power * 2L < tokens)
            power *= 2;
        return power;
    }
}
