using System.Collections.Concurrent;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Hosting;

/// <summary>Answers the parent's messages: one model at most, for the life of the process.</summary>
internal sealed class RunnerSession(ParentConnection parent, TimeProvider time)
{
    private const uint ProtocolVersion = 1;

    // Beyond this much text, rendering and tokenising would hold up the messages behind it, a cancellation above all.
    private const int InlineTextLength = 16 * 1024;

    private readonly ConcurrentDictionary<ulong, byte> _preparing = new();
    private IModelHost? _host;

    public void SayHello()
    {
        var hello = new Hello
        {
            ProtocolVersion = ProtocolVersion,
            ProcessId = Environment.ProcessId,
            EngineVersion = EngineInfo.Version,
            SystemInfo = EngineInfo.SystemInfo,
        };
        foreach (var device in NativeLibraries.Devices())
        {
            hello.Devices.Add($"{device.Name}: {device.Description}");
            if (device.IsGpu)
                hello.Gpus.Add(new EngineGpu { Name = device.Name, Description = device.Description, Integrated = device.Type == EngineDeviceType.IntegratedGpu });
        }
        parent.Send(new FromRunner { Hello = hello });
    }

    public void Handle(ToRunner message)
    {
        var id = message.RequestId;
        switch (message.BodyCase)
        {
            case ToRunner.BodyOneofCase.Load:
                InBackground(message, () => Load(id, message.Load));
                break;
            case ToRunner.BodyOneofCase.Generate:
                Prepare(message, message.Generate.CalculateSize(), host => host.Generate(id, message.Generate, () => _preparing.TryRemove(id, out _)));
                break;
            case ToRunner.BodyOneofCase.Embed:
                Prepare(message, message.Embed.CalculateSize(), host => host.Embed(id, message.Embed, () => _preparing.TryRemove(id, out _)));
                break;
            case ToRunner.BodyOneofCase.CountTokens:
                WithHost(message, message.CountTokens.CalculateSize(), host =>
                    parent.Send(new FromRunner { RequestId = id, TokenCounts = host.Count(message.CountTokens) }));
                break;
            case ToRunner.BodyOneofCase.Cancel:
                if (_preparing.TryRemove(id, out _))
                    parent.Send(new FromRunner { RequestId = id, Failure = Cancelled.ToMessage() });
                else
                    _host?.Cancel(id);
                break;
            case ToRunner.BodyOneofCase.GetStatus:
                parent.Send(new FromRunner { RequestId = id, Status = _host?.Status() ?? new RunnerStatus { Memory = ProcessMemory.Measure() } });
                break;
            case ToRunner.BodyOneofCase.Shutdown:
                _host?.Retire();
                ProcessExit.Now(); // the system takes everything back faster than freeing it in order would
                break;
        }
    }

    private static RunnerFailure Cancelled => new(FailureCode.Cancelled, "The request was cancelled.");

    private void Prepare(ToRunner message, int size, Action<IModelHost> work)
    {
        _preparing[message.RequestId] = 0;
        WithHost(message, size, work);
    }

    private void WithHost(ToRunner message, int size, Action<IModelHost> work)
    {
        if (_host is not { } host)
            Fail(message.RequestId, new RunnerFailure(FailureCode.NotLoaded, "No model is loaded."));
        else if (size <= InlineTextLength)
            Guard(message, () => work(host));
        else
            InBackground(message, () => work(host));
    }

    private void InBackground(ToRunner message, Action work) => ThreadPool.UnsafeQueueUserWorkItem(_ => Guard(message, work), null);

    private void Guard(ToRunner message, Action work)
    {
        try
        {
            work();
        }
        catch (RunnerFailure failure)
        {
            Fail(message.RequestId, failure);
        }
        catch (Exception e)
        {
            Fail(message.RequestId, new RunnerFailure(FailureCode.Internal, $"{e.GetType().Name}: {e.Message}"));
            Console.Error.WriteLine(message.TraceParent.Length > 0 ? $"[trace {message.TraceParent}] {e}" : e.ToString());
        }
    }

    private void Fail(ulong id, RunnerFailure failure)
    {
        _preparing.TryRemove(id, out _);
        parent.Send(new FromRunner { RequestId = id, Failure = failure.ToMessage() });
    }

    private void Load(ulong id, LoadModel order)
    {
        if (_host is not null)
            throw new RunnerFailure(FailureCode.InvalidRequest, "A model is loaded already.");
        var began = time.GetTimestamp();
        WarmUp.End();
        var reported = 0f;
        using var progress = new LoadProgressCallback(fraction =>
        {
            if (fraction - reported < 0.02f)
                return;
            reported = fraction;
            parent.Send(new FromRunner { RequestId = id, LoadProgress = new LoadProgress { Fraction = fraction } });
        });
        IModelHost host = order.Embedding
            ? EmbeddingHost.Load(order, progress, parent)
            : GenerationHost.Load(order, progress, parent, time);
        _host = host;
        parent.Send(new FromRunner { RequestId = id, Loaded = host.Describe(time.GetElapsedTime(began).TotalSeconds) });
    }
}
