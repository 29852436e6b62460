using System.Text;
using System.Text.Encodings.Web;

namespace MultiLLM.Core.Gateway.Policy.Masking;

/// <summary>Puts values back in the place of their holders, in a text that comes in pieces. Holds back only what may be the beginning of a holder.</summary>
/// <param name="values">By holder.</param>
/// <param name="isJson">The text is JSON, so a value is written as JSON writes it.</param>
internal sealed class Unmasker(IReadOnlyDictionary<string, string> values, bool isJson)
{
    private readonly int _longest = values.Keys.Select(holder => holder.Length).DefaultIfEmpty().Max();
    private string _held = "";

    public string Push(string piece)
    {
        var text = _held + piece;
        var keep = Pending(text);
        _held = text[keep..];
        return Restored(text[..keep]);
    }

    public string End()
    {
        var rest = Restored(_held);
        _held = "";
        return rest;
    }

    private int Pending(string text)
    {
        var from = Math.Max(0, text.Length - _longest + 1);
        for (var open = text.IndexOf('[', from); open >= 0; open = text.IndexOf('[', open + 1))
        {
            if (values.Keys.Any(holder => holder.AsSpan().StartsWith(text.AsSpan(open))))
                return open;
        }
        return text.Length;
    }

    /// <summary>The values back in a text that is complete.</summary>
    public string Restored(string text)
    {
        if (!text.Contains('['))
            return text;
        var result = new StringBuilder();
        var at = 0;
        for (var open = text.IndexOf('['); open >= 0; open = text.IndexOf('[', at))
        {
            var close = text.IndexOf(']', open);
            if (close < 0)
                break;
            // A bracket inside: the holder begins at the last one.
            open = text.LastIndexOf('[', close);
            result.Append(text, at, open - at);
            var holder = text[open..(close + 1)];
            result.Append(values.TryGetValue(holder, out var value) ? isJson ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value) : value : holder);
            at = close + 1;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}
