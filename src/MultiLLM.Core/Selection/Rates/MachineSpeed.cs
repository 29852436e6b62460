namespace MultiLLM.Core.Selection.Rates;

/// <summary>What this machine does in a second, whatever the model.</summary>
/// <param name="BytesPerSecond">Of weights read while decoding: each token reads them all.</param>
/// <param name="MultiplicationsPerSecond">While reading a prompt: each token computes with all parameters.</param>
/// <param name="LoadBytesPerSecond">Of a model file, until it is ready.</param>
internal sealed record MachineSpeed(double BytesPerSecond, double MultiplicationsPerSecond, double LoadBytesPerSecond)
{
    /// <summary>From the order to load until the file is looked at.</summary>
    public const double StartSeconds = 0.1;

    /// <summary>A model of so many bytes says as much as its own overhead hides; the larger, the more its speed is the machine's.</summary>
    private const double TellingBytes = 1e9;

    /// <summary>What is assumed weighs as much as a model of a third of <see cref="TellingBytes"/>.</summary>
    private const double AssumedWeight = 0.25;

    /// <summary>A laptop of a few years ago, before anything was measured.</summary>
    public static MachineSpeed Assumed { get; } = new(25e9, 150e9, 1e9);

    /// <summary>Geometric means of what the measured models reach, the large ones counting most.</summary>
    public static MachineSpeed Of(IEnumerable<RateEntry> measured)
    {
        var (decode, prompt, load) = (new Mean(Assumed.BytesPerSecond), new Mean(Assumed.MultiplicationsPerSecond), new Mean(Assumed.LoadBytesPerSecond));
        foreach (var entry in measured)
        {
            var bytes = Math.Max(1.0, entry.SizeBytes);
            var weight = bytes / (bytes + TellingBytes);
            if (entry.DecodeTokensPerSecond is { } decoded)
                decode.Add(decoded * bytes, weight);
            if (entry.PromptTokensPerSecond is { } read)
                prompt.Add(read * Math.Max(1.0, entry.Parameters ?? entry.SizeBytes), weight);
            if (entry.LoadSeconds is { } seconds)
                load.Add(bytes / Math.Max(StartSeconds / 10, seconds - StartSeconds), weight);
        }
        return new MachineSpeed(decode.Value, prompt.Value, load.Value);
    }

    private sealed class Mean(double assumed)
    {
        private double _logarithms = AssumedWeight * Math.Log(assumed);
        private double _weights = AssumedWeight;

        public double Value => Math.Exp(_logarithms / _weights);

        public void Add(double value, double weight)
        {
            _logarithms += weight * Math.Log(value);
            _weights += weight;
        }
    }
}
