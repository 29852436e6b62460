using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons.Measures;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Comparisons;

/// <summary>A comparison as it was asked for, checked.</summary>
public sealed record ComparisonOrder
{
    /// <summary>At least two, none twice.</summary>
    public required IReadOnlyList<ComparedModel> Models { get; init; }
    public required IReadOnlyList<ComparedPrompt> Prompts { get; init; }

    /// <summary>Instructions before each prompt; null: none, or those that come with a model's name.</summary>
    public string? System { get; init; }

    /// <summary>Sampling and the length of answers, the same for all; what is left open each model decides.</summary>
    public required GenerationOptions Options { get; init; }

    /// <summary>How answers are held against references; null: there are none.</summary>
    public AnswerCheck? Check { get; init; }

    /// <summary>Nobody is told who gave which answer before a vote is cast on it.</summary>
    public bool Blind { get; init; }
}

/// <param name="Model">Who answers.</param>
/// <param name="Preset">Parameters that come with the name it was asked by; null: none.</param>
public sealed record ComparedModel(ModelDefinition Model, ModelPreset? Preset = null);

/// <param name="Text">What is asked.</param>
/// <param name="Reference">A right answer, or a pattern, as the check has it; null: there is none.</param>
/// <param name="Task">What it is about, where the caller says so; null: it is read.</param>
public sealed record ComparedPrompt(string Text, string? Reference = null, ModelTask? Task = null);
