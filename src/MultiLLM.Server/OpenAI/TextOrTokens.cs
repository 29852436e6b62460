using System.Text.Json;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.OpenAI;

/// <summary>A text, or token ids. Exactly one is set.</summary>
internal readonly record struct TextOrTokens(string? Text, IReadOnlyList<int>? Tokens)
{
    /// <summary>Reads a string, an array of strings, an array of token ids, or an array of such arrays. Empty where something is wrong.</summary>
    public static IReadOnlyList<TextOrTokens> Read(Fields fields, string field, int maxCount, ServerLimits limits, bool allowEmpty)
    {
        if (!fields.TryGet(field, out var value))
        {
            fields.Report(field, "is required");
            return [];
        }
        var room = limits.MaxTextCharacters;
        var items = value.ValueKind switch
        {
            JsonValueKind.String => [One(field, value)],
            JsonValueKind.Array when value.GetArrayLength() > 0 && value[0].ValueKind is JsonValueKind.Number => [One(field, value)],
            JsonValueKind.Array => fields.Array(field, 1, maxCount) is { } array ? Several(array) : [],
            _ => Wrong(field, value),
        };
        return fields.Problem.Error is null ? items : [];

        IReadOnlyList<TextOrTokens> Several(JsonElement array)
        {
            var all = new List<TextOrTokens>(array.GetArrayLength());
            foreach (var item in array.EnumerateArray())
            {
                all.Add(One($"{field}[{all.Count}]", item));
                if (fields.Problem.Error is not null)
                    break;
            }
            return all;
        }

        TextOrTokens One(string name, JsonElement item)
        {
            if (item.ValueKind is JsonValueKind.Array)
                return new TextOrTokens(null, Tokens(name, item));
            if (item.ValueKind is not JsonValueKind.String)
            {
                Wrong(name, item);
                return default;
            }
            var text = item.GetString()!;
            room -= text.Length;
            if (room < 0)
                fields.Report(field, $"may have at most {limits.MaxTextCharacters} characters together");
            if (text.Length == 0 && !allowEmpty)
                fields.Report(name, "must not be empty");
            return new TextOrTokens(text, null);
        }

        int[] Tokens(string name, JsonElement array)
        {
            if (array.GetArrayLength() == 0)
                fields.Report(name, "must not be empty");
            var ids = new int[array.GetArrayLength()];
            var index = 0;
            foreach (var item in array.EnumerateArray())
            {
                if (item.ValueKind is not JsonValueKind.Number || !item.TryGetInt32(out ids[index]) || ids[index] < 0)
                {
                    fields.Report($"{name}[{index}]", $"must be a token id, a whole number from 0; got {JsonText.Describe(item)}");
                    break;
                }
                index++;
            }
            return ids;
        }

        IReadOnlyList<TextOrTokens> Wrong(string name, JsonElement item)
        {
            fields.Wrong<string>(name, "must be a string, an array of strings, or token ids", item);
            return [];
        }
    }
}
