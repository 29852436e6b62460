using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Server.Selection;

/// <summary>Tells in the reply's headers which model answers and why, before the first byte of the answer.</summary>
internal static class SelectionHeaders
{
    public const string Model = "x-multillm-model";
    public const string Task = "x-multillm-task";
    public const string Difficulty = "x-multillm-difficulty";
    public const string Confidence = "x-multillm-confidence";
    public const string Preference = "x-multillm-preference";
    public const string Reason = "x-multillm-reason";
    public const string Decision = "x-multillm-decision";
    public const string Loaded = "x-multillm-loaded";
    public const string Fallback = "x-multillm-fallback";

    private const int Longest = 512; // proxies allow a few kB for all headers together

    /// <param name="headers">Of the reply.</param>
    /// <param name="modelId">Who answers.</param>
    /// <param name="decision">Null: not known.</param>
    public static void Write(IHeaderDictionary headers, string modelId, SelectionDecision? decision)
    {
        headers[Model] = Safe(modelId);
        if (decision is null)
            return;
        headers[Reason] = Safe(decision.Reason);
        headers[Loaded] = decision.LoadedForThis ? "true" : "false";
        if (SelectionDescription.IdOf(decision) is { } id)
            headers[Decision] = Safe(id);
        if (decision.Reading is { } reading)
        {
            headers[Task] = EnumWords<ModelTask>.Of(reading.Task);
            headers[Difficulty] = EnumWords<Difficulty>.Of(reading.Difficulty);
            headers[Confidence] = reading.Confidence.ToString("0.00", CultureInfo.InvariantCulture);
        }
        if (decision.Preference is { } preference)
            headers[Preference] = Text(preference);
        if (decision.Fallbacks.Count > 0)
            headers[Fallback] = Safe(string.Join(", ", decision.Fallbacks.Select(attempt => attempt.ModelId)));
    }

    private static string Text(Preference preference) => preference.Name == Core.Selection.Ranking.Preference.CustomName
        ? string.Create(CultureInfo.InvariantCulture, $"{preference.Name}; quality={preference.QualityWeight:0.##}")
        : preference.Name;

    /// <summary>Printable ASCII on one line: names of models and words of errors may hold anything.</summary>
    private static string Safe(string text)
    {
        if (text.Length <= Longest && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        var cut = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest - 3), "...");
        return string.Create(cut.Length, cut, (safe, from) =>
        {
            for (var i = 0; i < safe.Length; i++)
                safe[i] = from[i] is >= ' ' and <= '~' ? from[i] : from[i] < ' ' ? ' ' : '?';
        });
    }
}
