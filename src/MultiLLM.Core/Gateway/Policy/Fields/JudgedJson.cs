using System.Text.Json;

namespace MultiLLM.Core.Gateway.Policy.Fields;

/// <summary>A JSON value of a request before its judge. Where something would have to be masked that has to reach the model as it is, the request is refused.</summary>
internal sealed class JudgedJson
{
    private readonly InputJudge _judge;
    private readonly JsonReading _reading;
    private readonly int _text;

    /// <param name="judge">Of the request.</param>
    /// <param name="field">The value's name, for people.</param>
    /// <param name="value">It.</param>
    /// <param name="maskable">Whether a leaf may become something else.</param>
    /// <param name="isInstruction">See <see cref="InputJudge.Add"/>.</param>
    public JudgedJson(InputJudge judge, string field, JsonElement value, Func<JsonLeaf, bool> maskable, bool isInstruction = false)
    {
        _judge = judge;
        _reading = JsonReading.Of(field, value);
        _text = judge.Add(_reading.Text, isInstruction, field, finding => _reading.LeafOf(finding.Start, finding.End) is { } leaf && maskable(leaf));
    }

    /// <summary>As the model may read it. A number that is masked becomes a text.</summary>
    public JsonElement Masked() => _reading.With(leaf => _judge.Masked(_text, leaf.Start, leaf.End), (json, holder) => json.WriteStringValue(holder));
}
