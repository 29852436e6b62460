using System.Text.Json;
using Json.Schema;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Catalog.Documents;

/// <summary>The published schema of catalog files.</summary>
internal static class CatalogSchema
{
    private static readonly JsonSchema Schema =
        JsonSchema.FromText(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "catalog.schema.json")));

    /// <summary>What it refuses, by place; empty: nothing.</summary>
    public static IReadOnlyList<string> Errors(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var result = Schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. (result.Details ?? [])
            .Where(detail => detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation}: {error}"))
            .DefaultIfEmpty("refused")];
    }
}
