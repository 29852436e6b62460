using MultiLLM.Core.Health.Degradation;
using MultiLLM.Core.Monitoring;
using static MultiLLM.Core.Health.Scoring.HealthTexts;

namespace MultiLLM.Core.Health.Scoring;

/// <summary>0 to 100 for the service and each model: what is missing to 100 is told, each with its reason and what can be done. Pure.</summary>
internal static class HealthScore
{
    private const int OkFrom = 90;
    private const int DegradedFrom = 50;

    /// <summary>Of a model's points the service loses its share of the requests, and this at least.</summary>
    private const double LeastShare = 0.25;
    private const int RecordsWait = 15;
    private const int RecordsLost = 5;
    private const int DiskLow = 15;
    private const int AuditTampered = 30;
    private const int AuditWaits = 20;
    private const int AuditLacks = 10;
    private const int PolicyFaulty = 20;
    private const int MostForMachine = 20;
    private const string MendPolicy = "Put the file right (multillm policy test FILE names every line that is wrong); it is read again within a second.";

    public static HealthAssessment Of(HealthInputs inputs)
    {
        var models = inputs.Models.Select(model => model.Id).Order(StringComparer.Ordinal).Select(id => ModelScore.Of(id, inputs)).ToList();
        HealthDeduction?[] own = [Serving(inputs), MemoryScore.Of(inputs), Recording(inputs), Audit(inputs), Policy(inputs), Disk(inputs), Machine(inputs)];
        var requests = Math.Max(1, models.Sum(model => model.Requests));
        var deductions = own.OfType<HealthDeduction>()
            .Concat(models.SelectMany(model => model.Deductions.Select(deduction => Shared(deduction, (double)model.Requests / requests))))
            .OrderByDescending(deduction => deduction.Points).ThenBy(deduction => deduction.ModelId, StringComparer.Ordinal)
            .ToList();
        var canServe = !inputs.IsStopping && inputs.Models.Count > 0 && inputs.Policy is null or { Policy: not null };
        var score = Math.Max(0, 100 - deductions.Sum(deduction => deduction.Points));
        return new HealthAssessment(score, canServe ? StatusOf(score) : HealthStatus.Unhealthy, canServe, deductions, models);
    }

    public static HealthStatus StatusOf(int score) => score >= OkFrom ? HealthStatus.Ok : score >= DegradedFrom ? HealthStatus.Degraded : HealthStatus.Unhealthy;

    private static HealthDeduction Shared(HealthDeduction deduction, double share) =>
        deduction with { Points = Math.Max(1, (int)Math.Round(deduction.Points * Math.Max(LeastShare, share))) };

    private static HealthDeduction? Serving(HealthInputs inputs)
    {
        if (inputs.IsStopping)
            return new(HealthPart.Availability, 100, null, "The service is shutting down.", "Start it again: multillm serve.");
        return inputs.Models.Count > 0 ? null : new(HealthPart.Availability, 100, null, "There is no model.", "Fetch one (multillm pull), or put a GGUF file into the models folder.");
    }

    private static HealthDeduction? Recording(HealthInputs inputs)
    {
        var recording = inputs.Recording;
        if (recording.Problem is { } problem)
            return new(HealthPart.Recording, RecordsWait, null, $"{problem} {recording.Waiting} records wait, {recording.Lost} are lost.", "Make the database writable again; requests are answered meanwhile, and records that wait are written then.");
        return recording.Lost == 0 ? null : new(HealthPart.Recording, RecordsLost, null, $"{recording.Lost} records of requests are lost since the service started.", "Raise Analytics:QueueCapacity, or put the database on a faster disk.");
    }

    private static HealthDeduction? Audit(HealthInputs inputs) => inputs.Audit switch
    {
        { LastCheck: { IsIntact: false, Problems: [var first, ..] } } =>
            new(HealthPart.Recording, AuditTampered, null, $"The audit log is not as it was written: {first}", "Keep its files as they are, and find out who changed them: multillm audit verify names every place."),
        { Problem: { } problem } audit =>
            new(HealthPart.Recording, AuditWaits, null, $"{problem} {audit.Waiting} entries wait, {audit.Lost} are lost.", "Make its folder writable again; what waits is written then."),
        { Lost: > 0 } audit =>
            new(HealthPart.Recording, AuditLacks, null, $"The audit log lacks {audit.Lost} entries since the service started.", "Raise Audit:QueueCapacity, or put the log on a faster disk."),
        _ => null,
    };

    private static HealthDeduction? Policy(HealthInputs inputs) => inputs.Policy switch
    {
        { Policy: null } policy => new(
            HealthPart.Policy, 100, null, $"No content policy can be applied, so every request is refused: {policy.Problem}",
            policy.Reader is null ? "Restart the service; if a detector still cannot load, install it afresh." : $"{MendPolicy} Without the file the built-in policy holds."),
        { Problem: { } problem, Policy: { } kept } => new(HealthPart.Policy, PolicyFaulty, null, $"{problem} Policy {kept.Version} stays in force.", MendPolicy),
        _ => null,
    };

    private static HealthDeduction? Disk(HealthInputs inputs)
    {
        if (!DiskPressure.IsLow(inputs.Disk))
            return null;
        var unused = inputs.Models.Where(model => !model.Starter && !model.IsRemote && inputs.Standing.TrafficOf(model.Id).LastAskedAt is null).MaxBy(model => model.SizeBytes);
        var advice = unused is null ? "Free some of it: downloads and conversations cannot be kept otherwise." : $"Free some of it; nobody asked {unused.Id} since the service started, and its file takes {Bytes(unused.SizeBytes)} (multillm rm {unused.Id}).";
        return new(HealthPart.Disk, DiskLow, null, $"{Bytes(inputs.Disk.FreeBytes)} of {Bytes(inputs.Disk.TotalBytes)} are free on the disk of {inputs.Disk.Folder}.", advice);
    }

    /// <summary>Models that are slow because of the machine.</summary>
    private static HealthDeduction? Machine(HealthInputs inputs)
    {
        var slow = inputs.Standing.Findings.Where(finding => finding.MachineReason is not null).MaxBy(finding => finding.Factor);
        if (slow is null)
            return null;
        var points = Math.Clamp((int)Math.Round(40 * (1 - (1 / Math.Max(1, slow.Factor ?? 1)))), 5, MostForMachine);
        var reason = $"The machine is slower, not its models: {FindingWords.Of(slow)}; {slow.MachineReason}.";
        return MemoryScore.IsTight(inputs.Memory) && MostIdle(inputs) is { } idle
            ? new(HealthPart.Latency, points, null, reason, Unload(idle, inputs.Now), HealthAction.Unload, idle.ModelId)
            : new(HealthPart.Latency, points, null, reason, "End other programs that compute, or wait until they are done; loading models afresh does not help.");
    }
}
