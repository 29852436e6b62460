namespace StarterModels.Trainer.Samples;

/// <summary>Samples of like length, padded on the right, where causal attention never looks.</summary>
/// <param name="Tokens">Rows times Length, row by row.</param>
/// <param name="Picked">Flat places whose prediction counts.</param>
/// <param name="Targets">What should be predicted there.</param>
internal sealed record ChatBatch(long[] Tokens, int Rows, int Length, long[] Picked, long[] Targets)
{
    private const int LengthStep = 8;

    public static ChatBatch Of(IReadOnlyList<ChatSample> samples)
    {
        var length = PaddedLength(samples.Max(sample => sample.Tokens.Length));
        var tokens = new long[samples.Count * length];
        var picked = new List<long>();
        var targets = new List<long>();
        for (var row = 0; row < samples.Count; row++)
        {
            var sample = samples[row];
            for (var place = 0; place < sample.Tokens.Length; place++)
                tokens[row * length + place] = sample.Tokens[place];
            foreach (var place in sample.TargetPlaces)
            {
                picked.Add(row * length + place);
                targets.Add(sample.Tokens[place + 1]);
            }
        }
        return new ChatBatch(tokens, samples.Count, length, [.. picked], [.. targets]);
    }

    /// <summary>Batches of at most <paramref name="tokenLimit"/> padded tokens, in random order.</summary>
    public static ChatBatch[] Pack(IEnumerable<ChatSample> samples, int tokenLimit, Random random)
    {
        var batches = new List<ChatBatch>();
        var current = new List<ChatSample>();
        foreach (var sample in samples.OrderBy(sample => sample.Tokens.Length))
        {
            if (current.Count > 0 && PaddedLength(sample.Tokens.Length) * (current.Count + 1) > tokenLimit)
            {
                batches.Add(Of(current));
                current = [];
            }
            current.Add(sample);
        }
        if (current.Count > 0)
            batches.Add(Of(current));
        var shuffled = batches.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static int PaddedLength(int length) => (length + LengthStep - 1) / LengthStep * LengthStep;
}
