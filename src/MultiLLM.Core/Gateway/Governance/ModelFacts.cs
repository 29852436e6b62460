using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Gateway.Governance;

/// <summary>What is known of where a model comes from and on which terms; null: nothing says so.</summary>
internal sealed record ModelFacts(string? License, string? Source)
{
    public static ModelFacts Of(ModelDefinition model) => new(model.License ?? model.Entry?.License, SourceOf(model));

    private static string? SourceOf(ModelDefinition model) => model switch
    {
        { Starter: true } => "bundled with MultiLLM",
        { Entry.Source: { } source } => $"hf:{source.Repository}@{source.Revision}",
        { Backend: not null } => "another server, by configuration",
        _ => null,
    };
}
