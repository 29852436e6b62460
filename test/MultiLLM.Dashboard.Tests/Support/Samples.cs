using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Tests.Support;

/// <summary>Reports as the service gives them.</summary>
internal static class Samples
{
    public static ResourcesReport Resources { get; } = new()
    {
        Memory = new MemoryInfo(16_000_000_000, 10_000_000_000, "meminfo"),
        Cpu = new ProcessorInfo(4, "Test CPU", 0.2),
        Gpus = [new GpuInfo(0, "nvidia", "Test GPU", 8_000_000_000, 7_000_000_000, 0.1)],
        GpuUse = new GpuUseInfo(true, "It is used."),
        Disk = new DiskInfo("/models", 500_000_000_000, 200_000_000_000),
        Budget = new BudgetInfo(3, 1),
        Room = new MemoryRoomInfo(4_400_000_000, 1_600_000_000, 8_000_000_000, 0),
    };

    public static ResidencyReport Residency(params IReadOnlyList<ResidentInfo> models) =>
        new(models, new BudgetInfo(3, models.Count), 0, models.Sum(model => model.MeasuredBytes ?? 0), 0, 0);

    public static ResidentInfo Ready(string id, long bytes = 2_000_000_000) => new() { Id = id, State = "ready", MeasuredBytes = bytes, PredictedBytes = bytes + 100, IdleSeconds = 5 };

    public static HealthOverview Health(int score = 100, params IReadOnlyList<ModelHealthInfo> models) => new()
    {
        Status = score >= 90 ? "ok" : score >= 50 ? "degraded" : "unhealthy", Score = score, CanServe = true,
        Parts = [new HealthPartInfo("availability", 0), new HealthPartInfo("crashes", 100 - score)], Deductions = [], Models = models,
    };

    public static ModelHealthInfo ModelHealth(string id, int? score = 100) => new()
    {
        Id = id, Status = score switch { null => "no_data", >= 90 => "ok", >= 50 => "degraded", _ => "unhealthy" }, Score = score, State = "ready", Parts = [], Deductions = [],
    };

    public static ModelInfo Model(string id, string? name = null) => new()
    {
        Id = id, Name = name ?? id, Kind = "chat", State = "unloaded", SizeBytes = 1_000_000_000, Parameters = 3_000_000_000,
    };

    public static EventInfo Event(long id, string kind, string? model = null, string message = "It happened.") =>
        new() { Id = id, Time = new(2026, 11, 24, 14, 0, 0, TimeSpan.Zero), Kind = kind, Message = message, ModelId = model };
}
