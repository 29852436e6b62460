using System.Text.Json;
using System.Text.RegularExpressions;
using MultiLLM.Core.Json;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>A catalog file as read: the document and where its parts stand, or what is wrong with it.</summary>
/// <param name="Document">Null: there are problems.</param>
/// <param name="Lines">Null: the file is no JSON.</param>
/// <param name="Problems">Empty where the document is good.</param>
internal sealed record ReadDocument(CatalogDocument? Document, JsonLines? Lines, IReadOnlyList<CatalogProblem> Problems);

internal static partial class DocumentReader
{
    private const int MaxBytes = 4 * 1024 * 1024;

    public static ReadDocument ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                return Bad(path, $"The file is larger than {MaxBytes} bytes.");
            return Read(path, File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Bad(path, $"The file cannot be read: {error.Message}");
        }
    }

    /// <param name="path">Named in problems.</param>
    /// <param name="json">UTF-8, with or without a byte order mark; comments and trailing commas are fine.</param>
    public static ReadDocument Read(string path, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        CatalogDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(json, CatalogDocumentJson.Default.CatalogDocument);
        }
        catch (JsonException error)
        {
            return Bad(path, Explain(error), error.LineNumber is { } line ? (int)line + 1 : null);
        }
        if (document is null)
            return Bad(path, "The file must hold a JSON object.");
        var lines = JsonLines.Of(json);
        var found = lines.Nulls.Count > 0 ? lines.Nulls.Select(at => new DocumentProblem(at, "is null; leave it out instead")) : DocumentCheck.Problems(document);
        List<CatalogProblem> problems = [.. found.Select(problem => problem.At(path, lines))];
        return new ReadDocument(problems.Count == 0 ? document : null, lines, problems);
    }

    private static ReadDocument Bad(string path, string reason, int? line = null) => new(null, null, [new CatalogProblem(path, reason, line)]);

    // The serializer's sentences name C# types and count lines from 0.
    private static string Explain(JsonException error)
    {
        var where = error.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "the file";
        if (error.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
            return $"{where} has a value of the wrong kind.";
        if (Unmapped().Match(error.Message) is { Success: true } unmapped)
        {
            var member = unmapped.Groups[1].Value;
            var owner = where == member ? "the file" : where.EndsWith($".{member}", StringComparison.Ordinal) ? where[..^(member.Length + 1)] : where;
            return $"{owner} has a member \"{member}\", which a catalog does not know.";
        }
        if (Missing().Match(error.Message) is { Success: true } missing)
            return $"{where} lacks {missing.Groups[1].Value.Replace("'", "\"", StringComparison.Ordinal)}.";
        if (error.Message.StartsWith("must be", StringComparison.Ordinal))
            return $"{where} {error.Message}.";
        return JsonSentence.Of(error);
    }

    [GeneratedRegex(@"^The JSON property '(.*?)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex(@"missing required properties including: (.*?)\.(?:$| Path)")]
    private static partial Regex Missing();
}
