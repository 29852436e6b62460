namespace StarterModels.Trainer.Data;

/// <summary>One written question in several wordings, and its answer.</summary>
/// <param name="Questions">The wordings; the first is the canonical one.</param>
/// <param name="Answer">What the model shall say.</param>
/// <param name="Tag">The subject; tags that start with "code" form the code set.</param>
/// <param name="HeldOut">Index of the wording kept for testing, -1 where there is only one.</param>
internal sealed record Entry(string[] Questions, string Answer, string Tag, int HeldOut)
{
    public bool IsCode => Tag.StartsWith("code", StringComparison.OrdinalIgnoreCase);

    /// <summary>The wording kept for testing. Only where <see cref="HeldOut"/> is not -1.</summary>
    public string HeldOutQuestion => Questions[HeldOut];
}

/// <summary>One dictionary word.</summary>
/// <param name="Count">How much it is used; higher is more.</param>
internal sealed record Definition(string Lemma, string PartOfSpeech, string Gloss, int Count)
{
    /// <summary>The meaning as a sentence.</summary>
    public string Answer => PartOfSpeech switch
    {
        "verb" => $"To {Lemma} means to {(Gloss.StartsWith("to ", StringComparison.Ordinal) ? Gloss[3..] : Gloss)}.",
        _ => $"{char.ToUpperInvariant(Lemma[0])}{Lemma[1..]} ({PartOfSpeech}) means {Gloss}.",
    };
}
