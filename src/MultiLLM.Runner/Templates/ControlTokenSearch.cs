using System.Buffers;

namespace MultiLLM.Runner.Templates;

/// <summary>Finds the texts of a model's control tokens inside other text.</summary>
internal sealed class ControlTokenSearch
{
    private readonly SearchValues<string> _any;
    private readonly string[] _longestFirst;

    public ControlTokenSearch(IEnumerable<string> tokens)
    {
        _longestFirst = [.. tokens.Where(token => !string.IsNullOrWhiteSpace(token)).Distinct(StringComparer.Ordinal).OrderByDescending(token => token.Length)];
        _any = SearchValues.Create(_longestFirst, StringComparison.Ordinal);
    }

    public bool Contains(string text) => text.AsSpan().ContainsAny(_any);

    /// <summary>The first control token at or after a position, the longest of those that start there.</summary>
    public bool TryFind(string text, int from, out int index, out string token)
    {
        index = text.AsSpan(from).IndexOfAny(_any);
        token = "";
        if (index < 0)
        {
            return false;
        }

        index += from;
        foreach (var candidate in _longestFirst)
        {
            if (text.AsSpan(index).StartsWith(candidate, StringComparison.Ordinal))
            {
                token = candidate;
                break;
            }
        }

        return true;
    }
}
