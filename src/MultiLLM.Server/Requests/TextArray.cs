using System.Text.Json;

namespace MultiLLM.Server.Requests;

internal static class TextArray
{
    /// <summary>An array of strings, none empty. Null: absent, or wrong and reported.</summary>
    public static List<string>? Read(Fields fields, string field, int minCount, int maxCount, int maxLength)
    {
        if (fields.Array(field, minCount, maxCount) is not { } array)
            return null;
        var texts = new List<string>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            var name = $"{field}[{texts.Count}]";
            if (item.ValueKind is not JsonValueKind.String)
                return fields.Wrong<List<string>>(name, "must be a string", item);
            var text = item.GetString()!;
            if (text.Length < 1 || text.Length > maxLength)
            {
                fields.Report(name, $"must have from 1 to {maxLength} characters; this has {text.Length}");
                return null;
            }
            texts.Add(text);
        }
        return texts;
    }
}
