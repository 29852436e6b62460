using System.Text.Json;

namespace MultiLLM.Core.Json;

/// <summary>What is wrong with a JSON text, for a person.</summary>
public static class JsonSentence
{
    /// <summary>The reader's own sentence, without what it adds of path and positions, which it counts from zero.</summary>
    public static string Of(JsonException error)
    {
        var sentence = error.Message.AsSpan();
        foreach (var tail in (ReadOnlySpan<string>)[" LineNumber:", " Path:"])
        {
            if (sentence.IndexOf(tail) is > 0 and var at)
                sentence = sentence[..at];
        }
        return sentence.ToString();
    }
}
