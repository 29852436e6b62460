using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Injection;

/// <summary>Images of Markdown and HTML whose address carries data away: a browser that shows them fetches them.</summary>
internal sealed class ExfiltrationLinkDetector() : SpanDetector("exfiltration_link", DetectorGroups.Exfiltration, "LINK")
{
    private const int Longest = 2048;
    private const int LeastData = 24;
    private static readonly SearchValues<string> s_starts = SearchValues.Create(["](http", "src=\"http", "src='http"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_names = SearchValues.Create(["data=", "q=", "d=", "c=", "content=", "text=", "msg=", "secret", "history=", "chat=", "leak", "exfil", "payload=", "info=", "p="], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_slots = SearchValues.Create(["{", "%7b", "<", "conversation", "[insert", "[data", "[secret", "[conversation", "[chat", "your_data", "[summary", "[system"], StringComparison.OrdinalIgnoreCase);

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAny(s_starts);
            if (next < 0)
                return;
            at += next;
            var start = at + letters[at..].IndexOf("http", StringComparison.OrdinalIgnoreCase);
            var address = letters[start..Math.Min(letters.Length, start + Longest)];
            var end = address.IndexOfAny(") \"'\n");
            address = end < 0 ? address : address[..end];
            if (CarriesData(address, IsImage(letters, at)))
                hits.Add(new Hit(start, start + address.Length));
            at = start + Math.Max(1, address.Length);
        }
    }

    /// <summary>An address that has not ended.</summary>
    public override int Pending(ScanText text)
    {
        var letters = text.Letters;
        for (var at = Math.Max(0, letters.Length - Longest); at < letters.Length; at++)
        {
            var next = letters[at..].IndexOfAny(s_starts);
            if (next < 0)
                break;
            at += next;
            var start = at + letters[at..].IndexOf("http", StringComparison.OrdinalIgnoreCase);
            if (letters.Length - start < Longest && letters[start..].IndexOfAny(") \"'\n") < 0)
                return start;
        }
        return letters.Length;
    }

    private static bool IsImage(ReadOnlySpan<char> letters, int at)
    {
        if (letters[at] != ']')
            return true;
        var from = Math.Max(0, at - 200);
        var open = letters[from..at].LastIndexOf('[');
        return open >= 0 && from + open > 0 && letters[from + open - 1] == '!';
    }

    private static bool CarriesData(ReadOnlySpan<char> address, bool isImage)
    {
        var query = address.IndexOf('?');
        if (query < 0)
            return false;
        var data = address[(query + 1)..];
        return data.ContainsAny(s_slots) || (isImage && data.ContainsAny(s_names) && data.Length >= LeastData);
    }
}
