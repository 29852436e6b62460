using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.DegradationBench;

/// <summary>What is done to one model, or to all.</summary>
internal sealed record Harm
{
    /// <summary>Null: all models.</summary>
    public string? ModelId { get; init; } = "m0";

    /// <summary>Times as long for each token.</summary>
    public double Times { get; init; } = 1;

    /// <summary>Only answers of so many tokens are slower.</summary>
    public int FromTokens { get; init; }
    public double? Errors { get; init; }
    public double? Empty { get; init; }
    public double? Repeats { get; init; }
    public double Length { get; init; } = 1;

    /// <summary>Share of the processor that other programs take.</summary>
    public double OtherPrograms { get; init; }
    public bool MemoryIsScarce { get; init; }
}

/// <summary>
/// Made-up traffic of several models on one machine. Times are lognormal, those that follow one another alike, some several times as long; lengths are
/// mixed; requests come alone and in crowds, whose cost differs from what the detector assumes and between sizes; other programs come and go.
/// </summary>
internal sealed class Traffic
{
    private const double Outliers = 0.02;

    private readonly Random _random;
    private readonly SimulatedModel[] _models;
    private readonly double _errors;
    private DateTimeOffset _now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _lookAt;
    private double _crowd = 1;
    private double _programs = 0.05;

    /// <param name="seed">Same seed, same traffic.</param>
    /// <param name="models">How many.</param>
    /// <param name="errors">Share of requests that fail.</param>
    public Traffic(int seed, int models = 3, double errors = 0.01)
    {
        _random = new Random(seed);
        _errors = errors;
        _models = [.. Enumerable.Range(0, models).Select(i => new SimulatedModel($"m{i}", _random))];
    }

    /// <summary>A look at the machine where one is due, and the next request.</summary>
    public (MachineLook? Look, RequestSample Sample) Next(Harm harm)
    {
        _now += TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) * 3);
        Wander();
        MachineLook? look = null;
        if (_now >= _lookAt)
        {
            _lookAt = _now + TimeSpan.FromSeconds(5);
            look = new MachineLook(_now, Math.Clamp(_programs + harm.OtherPrograms + (0.05 * _random.NextDouble()), 0, 1), harm.MemoryIsScarce);
        }
        var model = _models[_random.Next(_models.Length)];
        return (look, SampleOf(model, harm.ModelId is null || harm.ModelId == model.Id ? harm : new Harm()));
    }

    private RequestSample SampleOf(SimulatedModel model, Harm harm)
    {
        var prompt = (long)Math.Clamp(Math.Exp(4 + (1.3 * Normal())), 4, 4000);
        var answer = (long)Math.Clamp(Math.Exp(4.2 + (0.9 * Normal())), 1, 1000) * 1.0;
        answer = Math.Max(1, Math.Round(answer * harm.Length));
        var others = _random.NextDouble() < 0.25 ? _random.NextDouble() * (_models.Length - 1) : 0;
        var beside = Math.Max(0, (_crowd - 1) * (0.6 + (0.8 * _random.NextDouble())));
        var drag = model.Drag(_random, Normal) + Math.Log(1 + others) + (0.2 * _programs) + (harm.Times > 1 && answer >= harm.FromTokens ? Math.Log(harm.Times) : 0);
        var sharing = Math.Log(1 + (model.PerAnswer * beside * (1 + (0.1 * Math.Log10(prompt)))));
        var decode = Math.Log(model.SecondsPerToken * (1 + ((prompt + answer) / 6000))) + drag + sharing + Accident();
        var reading = Math.Log(model.SecondsPerToken / 8) + drag + (0.5 * sharing) + (0.2 * Normal()) + Accident();
        var first = Math.Log(0.03 + (prompt * Math.Exp(reading)) + (0.01 * _random.NextDouble()));
        var failed = _random.NextDouble() < (harm.Errors ?? _errors);
        if (failed)
            return new RequestSample(model.Id, _now) { PromptTokens = prompt, Failed = true };
        return new RequestSample(model.Id, _now)
        {
            PromptTokens = prompt,
            ContextTokens = prompt + (long)answer,
            CompletionTokens = (long)answer,
            Company = new Company(1 + beside, others),
            Decoding = answer >= 8 ? decode : double.NaN,
            Reading = prompt >= 8 ? reading : double.NaN,
            FirstToken = first,
            AnswerLength = Math.Log(answer),
            Failed = false,
            Empty = _random.NextDouble() < (harm.Empty ?? 0.003),
            Repeats = _random.NextDouble() < (harm.Repeats ?? model.Repeats),
        };
    }

    /// <summary>How many ask at once, and what other programs do, changes now and then.</summary>
    private void Wander()
    {
        if (_random.NextDouble() < 0.02)
            _crowd = _random.NextDouble() < 0.5 ? 1 : 1 + _random.Next(8);
        if (_random.NextDouble() < 0.01)
            _programs = _random.NextDouble() < 0.7 ? 0.05 : 0.3 * _random.NextDouble();
    }

    private double Accident() => _random.NextDouble() < Outliers ? Math.Log(1.5 + (-2 * Math.Log(1 - _random.NextDouble()))) : 0;

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}

internal sealed class SimulatedModel(string id, Random random)
{
    /// <summary>Spread of a request's time and how much it repeats that of the one before.</summary>
    private const double Spread = 0.18;
    private const double Repeating = 0.4;

    private double _drag;

    public string Id => id;
    public double SecondsPerToken { get; } = Math.Exp(Math.Log(0.003) + (random.NextDouble() * 3.3));
    public double PerAnswer { get; } = 0.3 + (0.7 * random.NextDouble());
    public double Repeats { get; } = 0.05 * random.NextDouble();

    public double Drag(Random _, Func<double> normal) => _drag = (Repeating * _drag) + (Spread * Math.Sqrt(1 - (Repeating * Repeating)) * normal());
}
