using MultiLLM.Runner.Sampling;

namespace MultiLLM.Runner.Tests.Sampling;

/// <summary>A grammar that permits a fixed set of tokens and counts how often it had to mask.</summary>
internal sealed class SetMask(params int[] allowed) : IGrammarMask
{
    public int Masks { get; private set; }

    public bool Allows(int token) => allowed.Contains(token);

    public void Mask(Span<float> logits)
    {
        Masks++;
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = Allows(i) ? logits[i] : float.NegativeInfinity;
        }
    }

    public void Accept(int token)
    {
    }
}
