using System.Text;
using System.Text.Json;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>Log probabilities as servers send them, in the form that runners send them.</summary>
internal static class RemoteLogProbs
{
    private const int MostTop = 20;

    /// <summary>Of a chat: an array of tokens. Null: none.</summary>
    public static IReadOnlyList<TokenLogprob>? OfChat(JsonElement choice)
    {
        if (Json.Object(choice, "logprobs") is not { } logProbs || Json.Array(logProbs, "content") is not { } tokens)
            return null;
        var read = new List<TokenLogprob>(tokens.GetArrayLength());
        foreach (var token in tokens.EnumerateArray())
        {
            if (Token(token) is not { } known)
                continue;
            if (Json.Array(token, "top_logprobs") is { } top)
                known.Top.AddRange(top.EnumerateArray().Take(MostTop).Select(Token).OfType<TokenLogprob>());
            read.Add(known);
        }
        return read.Count > 0 ? read : null;
    }

    /// <summary>Of a plain completion: arrays beside one another, which this service's likes may send in the form of a chat. Null: none.</summary>
    public static IReadOnlyList<TokenLogprob>? OfCompletion(JsonElement choice)
    {
        if (Json.Object(choice, "logprobs") is not { } logProbs || Json.Array(logProbs, "tokens") is not { } tokens)
            return OfChat(choice);
        var values = Json.Array(logProbs, "token_logprobs");
        var tops = Json.Array(logProbs, "top_logprobs");
        var read = new List<TokenLogprob>(tokens.GetArrayLength());
        for (var i = 0; i < tokens.GetArrayLength(); i++)
        {
            if (tokens[i].ValueKind is not JsonValueKind.String || values is not { } all || i >= all.GetArrayLength()
                || all[i].ValueKind is not JsonValueKind.Number || !all[i].TryGetDouble(out var value))
            {
                continue; // the first of a repeated prompt has none
            }
            var token = Of(tokens[i].GetString()!, value, bytes: null);
            if (tops is { } others && i < others.GetArrayLength() && others[i].ValueKind is JsonValueKind.Object)
            {
                foreach (var other in others[i].EnumerateObject().Take(MostTop))
                    if (other.Value.ValueKind is JsonValueKind.Number && other.Value.TryGetDouble(out var likely))
                        token.Top.Add(Of(other.Name, likely, bytes: null));
            }
            read.Add(token);
        }
        return read.Count > 0 ? read : null;
    }

    private static TokenLogprob? Token(JsonElement token) =>
        Json.Text(token, "token") is { } text && Json.Number(token, "logprob") is { } value ? Of(text, value, Json.Array(token, "bytes")) : null;

    private static TokenLogprob Of(string text, double value, JsonElement? bytes) => new()
    {
        Token = text,
        Logprob = value,
        Raw = bytes is { } known ? ByteString.CopyFrom([.. known.EnumerateArray().Select(one => one.TryGetByte(out var b) ? b : (byte)0)]) : ByteString.CopyFrom(Encoding.UTF8.GetBytes(text)),
    };
}
