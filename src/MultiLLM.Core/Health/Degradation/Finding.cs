namespace MultiLLM.Core.Health.Degradation;

/// <summary>A model is not as usual.</summary>
public sealed record Finding
{
    public required string ModelId { get; init; }
    public required HealthConcern Concern { get; init; }

    /// <summary>The one that tells most.</summary>
    public required HealthSignal Signal { get; init; }

    /// <summary>Tasks that it shows at, for example "with prompts of 256 to 1023 tokens"; null: all.</summary>
    public string? Size { get; init; }

    /// <summary>How many times as much as usual it takes, or as long its answers are; null: it is about a share.</summary>
    public double? Factor { get; init; }

    /// <summary>Of its requests, 0 to 1; null: it is about a factor.</summary>
    public double? Share { get; init; }

    /// <summary>The share that is usual.</summary>
    public double? UsualShare { get; init; }

    /// <summary>When it most probably began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was found.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>The machine is to blame and not the model, for this reason; null: the model.</summary>
    public string? MachineReason { get; init; }

    internal static Finding Of(string modelId, Alarm alarm, string? machineReason)
    {
        var isMeasure = alarm.Signal <= HealthSignal.AnswerLength;
        return new Finding
        {
            ModelId = modelId,
            Concern = HealthSignals.ConcernOf(alarm.Signal),
            Signal = alarm.Signal,
            Size = alarm.Size is { } size ? SizeClass.Words(alarm.Signal, size) : null,
            Factor = isMeasure ? Math.Exp(alarm.Shift) : null,
            Share = isMeasure ? null : alarm.Shift,
            UsualShare = isMeasure ? null : alarm.Usual,
            Since = alarm.Since,
            FoundAt = alarm.RaisedAt,
            MachineReason = machineReason,
        };
    }
}
