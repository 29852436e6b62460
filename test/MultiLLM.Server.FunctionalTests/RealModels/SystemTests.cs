using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Monitoring;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>What the service says of itself, against what the machine and real runners show.</summary>
[Collection(nameof(RealModelCollection))]
public sealed class SystemTests(RealService real)
{
    [Fact]
    public async Task Resources_AreThoseOfThisMachine()
    {
        var report = (await real.Service.GetJsonAsync("/system/resources")).Body;

        var memory = report.GetProperty("memory");
        var (total, available) = (memory.GetProperty("total_bytes").GetInt64(), memory.GetProperty("available_bytes").GetInt64());
        Assert.InRange(total, 100_000_000, MeminfoBytes("MemTotal"));
        Assert.InRange(available, 1, total);
        if (memory.GetProperty("source").GetString() == "meminfo")
            Assert.InRange(available, MeminfoBytes("MemAvailable") - 1_000_000_000, MeminfoBytes("MemAvailable") + 1_000_000_000);
        Assert.InRange(report.GetProperty("cpu").GetProperty("cores").GetInt32(), 1, Environment.ProcessorCount);
        Assert.NotEmpty(report.GetProperty("cpu").GetProperty("model").GetString()!);
        var disk = report.GetProperty("disk");
        Assert.InRange(disk.GetProperty("free_bytes").GetInt64(), 1, disk.GetProperty("total_bytes").GetInt64());
        Assert.False(report.GetProperty("gpu_use").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Residency_LoadAndUnload_IsSeenWithItsBytesAndReasonsAndAsEvents()
    {
        await real.Service.PostJsonAsync("/models/starter-code/unload", "");
        using var follower = await EventFollower.ConnectAsync(real.Service);

        await real.PostOkAsync("/models/starter-code/load", "");
        var loaded = await ResidentAsync("starter-code");
        Assert.Equal("ready", loaded.GetProperty("state").GetString());
        Assert.Equal(0, loaded.GetProperty("in_flight").GetInt32());
        var process = loaded.GetProperty("process_id").GetInt32();
        Assert.True(File.Exists($"/proc/{process}/status"));
        var measured = loaded.GetProperty("measured_bytes").GetInt64();
        Assert.InRange(measured, 10_000_000, 1_000_000_000);
        Assert.InRange(loaded.GetProperty("predicted_bytes").GetInt64(), measured / 2, measured * 5); // idle, it holds less than at its peak
        Assert.NotEmpty(loaded.GetProperty("why_loaded").GetString()!);
        Assert.Equal("On the processor: ENABLE_GPU is off.", loaded.GetProperty("placement").GetString());
        Assert.Contains(loaded.GetProperty("devices").EnumerateArray(), device => device.GetProperty("kv_bytes").GetInt64() > 0);

        await real.PostOkAsync("/models/starter-code/unload", "");
        Assert.Equal("unloaded", (await ResidentAsync("starter-code")).GetProperty("state").GetString());
        Assert.NotEmpty((await ResidentAsync("starter-code")).GetProperty("why_evicted").GetString()!);

        var kinds = new List<string>();
        var ids = new List<long>();
        while (!kinds.Contains("model.unloaded"))
        {
            var happened = await follower.EventAsync();
            if (!happened.TryGetProperty("model_id", out var model) || model.GetString() != "starter-code")
                continue;
            kinds.Add(happened.GetProperty("kind").GetString()!);
            ids.Add(happened.GetProperty("id").GetInt64());
        }
        Assert.Equal(["model.loading", "model.loaded", "model.unloading", "model.unloaded"], kinds.Where(kind => kind != "model.load_progress"));
        Assert.Equal(ids.Order(), ids);
    }

    /// <summary>Looking is not using: a model that is only watched still grows idle.</summary>
    [Fact]
    public async Task Any_LookingAtIt_DoesNotCountAsUse()
    {
        await real.PostOkAsync("/models/starter-chat/load", "");
        var before = (await ResidentAsync("starter-chat")).GetProperty("last_used_at").GetDateTimeOffset();

        await real.Service.GetJsonAsync("/system/resources");
        await real.Service.GetJsonAsync("/system/events?follow=false");

        Assert.Equal(before, (await ResidentAsync("starter-chat")).GetProperty("last_used_at").GetDateTimeOffset());
    }

    private async Task<JsonElement> ResidentAsync(string id) => (await real.Service.GetJsonAsync("/system/residency")).Body
        .GetProperty("models").EnumerateArray().Single(model => model.GetProperty("id").GetString() == id);

    private static long MeminfoBytes(string field) =>
        long.Parse(File.ReadLines("/proc/meminfo").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
}
