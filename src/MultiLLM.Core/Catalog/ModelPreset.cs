namespace MultiLLM.Core.Catalog;

/// <summary>A name for a model together with what requests by that name get unless they say otherwise.</summary>
public sealed record ModelPreset
{
    /// <summary>The name requests use.</summary>
    public required string Alias { get; init; }

    /// <summary>Id or alias of the model.</summary>
    public required string Model { get; init; }
    public string? Description { get; init; }

    /// <summary>Before the model's own defaults, after the request's values.</summary>
    public SamplingDefaults Sampling { get; init; } = SamplingDefaults.None;

    /// <summary>System prompt of conversations that bring none.</summary>
    public string? System { get; init; }

    /// <summary>Tokens of an answer.</summary>
    public int? MaxTokens { get; init; }
    public IReadOnlyList<string>? Stop { get; init; }
}
