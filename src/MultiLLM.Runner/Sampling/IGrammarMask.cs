namespace MultiLLM.Runner.Sampling;

/// <summary>What a grammar permits next, for one sequence.</summary>
internal interface IGrammarMask
{
    /// <summary>Whether this one token may come next; cheap.</summary>
    bool Allows(int token);

    /// <summary>Sets every logit of a forbidden token to negative infinity; expensive, so it is asked for only after a refusal.</summary>
    void Mask(Span<float> logits);

    /// <summary>Moves on past a token that it allows.</summary>
    void Accept(int token);
}
