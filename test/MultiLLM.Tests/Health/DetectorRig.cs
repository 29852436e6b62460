using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.Tests.Health;

/// <summary>Steady traffic of made-up models into a detector, one request a second.</summary>
internal sealed class DetectorRig(int seed = 7, DegradationDetector? detector = null)
{
    private readonly Random _random = new(seed);

    public DegradationDetector Detector { get; } = detector ?? new DegradationDetector();
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Until there is news; null: there was none.</summary>
    public (int Requests, HealthNews News)? Until(int most, Func<RequestSample, RequestSample> change, string model = "a") => Until(most, change, [model]);

    public (int Requests, HealthNews News)? Until(int most, Func<RequestSample, RequestSample> change, string[] models)
    {
        for (var i = 1; i <= most; i++)
        {
            foreach (var model in models)
            {
                if (Detector.Observe(change(Next(model)), sizeBytes: 1) is [var news, ..])
                    return (i, news);
            }
        }
        return null;
    }

    public void Settle(int requests, params string[] models) => Assert.Null(Until(requests, sample => sample, models));

    public RequestSample Next(string model)
    {
        Now += TimeSpan.FromSeconds(1);
        var tokens = 20 + _random.Next(200);
        var drag = 0.15 * Normal();
        return new RequestSample(model, Now)
        {
            PromptTokens = 40,
            ContextTokens = 40 + tokens,
            CompletionTokens = tokens,
            Decoding = Math.Log(0.02) + drag,
            Reading = Math.Log(0.002) + drag + (0.1 * Normal()),
            FirstToken = Math.Log(0.1) + drag,
            AnswerLength = Math.Log(tokens),
            Failed = false,
            Empty = false,
            Repeats = false,
        };
    }

    public bool Chance(double of) => _random.NextDouble() < of;

    public static RequestSample Slower(RequestSample sample, double times) => sample with
    {
        Decoding = sample.Decoding + Math.Log(times), Reading = sample.Reading + Math.Log(times), FirstToken = sample.FirstToken + Math.Log(times),
    };

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
