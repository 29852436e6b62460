using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.OpenAI;

/// <summary>
/// What chat and plain completions have in common: the model, the sampling fields of OpenAI, and those of llama.cpp and vLLM
/// (<c>top_k</c>, <c>min_p</c>, <c>typical_p</c>, <c>repeat_penalty</c> or <c>repetition_penalty</c>, <c>repeat_last_n</c>,
/// <c>ignore_eos</c>, <c>grammar</c>), Ollama (<c>keep_alive</c>), and this service's own object <c>multillm</c>.
/// </summary>
internal static class SamplingReader
{
    public const int MaxTopLogProbs = 20;

    public static GenerationOptions Read(Fields fields, ServerLimits limits)
    {
        var topK = fields.Integer("top_k", -1);
        var model = ModelNames.OrAuto(fields.Text("model", ModelNames.MaxLength));
        return new GenerationOptions
        {
            ModelId = model,
            Wishes = WishFields.ReadExtension(fields, "model", model),
            Temperature = fields.Number("temperature", 0, 2),
            TopP = fields.Number("top_p", 0, 1, above: true),
            TopK = topK == -1 ? 0 : topK, // vLLM's way to say: off
            MinP = fields.Number("min_p", 0, 1),
            TypicalP = fields.Number("typical_p", 0, 1, above: true),
            FrequencyPenalty = fields.Number("frequency_penalty", -2, 2),
            PresencePenalty = fields.Number("presence_penalty", -2, 2),
            RepeatPenalty = fields.Number("repeat_penalty", 0, 10, above: true) ?? fields.Number("repetition_penalty", 0, 10, above: true),
            RepeatLastN = fields.Integer("repeat_last_n", -1),
            Seed = fields.Long("seed", long.MinValue, long.MaxValue),
            StopSequences = StopStrings(fields, limits),
            LogitBias = LogitBias(fields, limits),
            IgnoreEos = fields.Flag("ignore_eos") ?? false,
            KeepAlive = KeepAliveField.Read(fields),
            Grammar = fields.Text("grammar", limits.MaxGrammarCharacters) is { Length: > 0 } grammar ? grammar : null,
        };
    }

    /// <summary>The options of each of <c>n</c> answers: the same, but a seed of its own.</summary>
    public static GenerationOptions ForChoice(this GenerationOptions options, int choice)
    {
        if (choice == 0)
            return options;
        var own = (GenerationOptions)options.Clone();
        if (own.Seed is { } seed)
            own.Seed = unchecked(seed + choice);
        return own;
    }

    private static List<string>? StopStrings(Fields fields, ServerLimits limits)
    {
        if (!fields.TryGet("stop", out var value))
            return null;
        if (value.ValueKind is JsonValueKind.String)
            return StopString("stop", value) is { } only ? [only] : null;
        if (value.ValueKind is not JsonValueKind.Array)
            return fields.Wrong<List<string>>("stop", "must be a string or an array of strings", value);
        if (fields.Array("stop", 0, limits.MaxStopStrings) is not { } array)
            return null;
        var stops = new List<string>();
        foreach (var item in array.EnumerateArray())
            if (StopString($"stop[{stops.Count}]", item) is { } stop)
                stops.Add(stop);
            else
                return null;
        return stops.Count > 0 ? stops : null;

        string? StopString(string name, JsonElement item)
        {
            if (item.ValueKind is not JsonValueKind.String)
                return fields.Wrong<string>(name, "must be a string", item);
            var stop = item.GetString()!;
            if (stop.Length >= 1 && stop.Length <= limits.MaxStopCharacters)
                return stop;
            fields.Report(name, $"must have from 1 to {limits.MaxStopCharacters} characters; this has {stop.Length}");
            return null;
        }
    }

    private static Dictionary<int, float>? LogitBias(Fields fields, ServerLimits limits)
    {
        if (!fields.TryGet("logit_bias", out var value))
            return null;
        if (value.ValueKind is not JsonValueKind.Object)
            return fields.Wrong<Dictionary<int, float>>("logit_bias", "must be an object of token ids and biases", value);
        var biases = new Dictionary<int, float>();
        foreach (var property in value.EnumerateObject())
        {
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var token))
                fields.Report("logit_bias", $"must have token ids as names, whole numbers from 0; got \"{JsonText.Shorten(property.Name)}\"");
            else if (property.Value.ValueKind is JsonValueKind.Number && property.Value.TryGetDouble(out var bias) && bias is >= -100 and <= 100)
                biases[token] = (float)bias;
            else
                fields.Report($"logit_bias.{property.Name}", $"must be a number from -100 to 100; got {JsonText.Describe(property.Value)}");
            if (biases.Count > limits.MaxLogitBiases)
                fields.Report("logit_bias", $"may have at most {limits.MaxLogitBiases} entries");
            if (fields.Problem.Error is not null)
                return null;
        }
        return biases.Count > 0 ? biases : null;
    }
}
