using System.Collections.Concurrent;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;

namespace FakeRunner;

/// <summary>One connection: a load, then generations and embeddings.</summary>
internal sealed class Session(Wire wire)
{
    private readonly ConcurrentDictionary<ulong, CancellationTokenSource> _running = new();
    private Script _script = Script.Of("");
    private string _path = "";

    public async Task<int> RunAsync()
    {
        await wire.WriteAsync(new FromRunner
        {
            Hello = new Hello { ProtocolVersion = 1, ProcessId = Environment.ProcessId, EngineVersion = "fake", Devices = { "CPU: none" } },
        });
        while (await wire.ReadAsync() is { } message)
        {
            switch (message.BodyCase)
            {
                case ToRunner.BodyOneofCase.Shutdown when _script.Behaviour("shutdown", "leave") == "leave":
                    return 0;
                case ToRunner.BodyOneofCase.Shutdown:
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
                    break;
                case ToRunner.BodyOneofCase.Cancel:
                    if (_running.TryGetValue(message.RequestId, out var running))
                        await running.CancelAsync();
                    break;
                default:
                    var stop = _running[message.RequestId] = new CancellationTokenSource();
                    _ = HandleAsync(message, stop.Token);
                    break;
            }
        }
        return 0; // the server is gone
    }

    private async Task HandleAsync(ToRunner message, CancellationToken stop)
    {
        try
        {
            await (message.BodyCase switch
            {
                ToRunner.BodyOneofCase.Load => LoadAsync(message),
                ToRunner.BodyOneofCase.Generate => GenerateAsync(message, stop),
                ToRunner.BodyOneofCase.Embed => EmbedAsync(message),
                ToRunner.BodyOneofCase.GetStatus => StatusAsync(message),
                _ => FailAsync(message, FailureCode.InvalidRequest, $"The fake runner does not know {message.BodyCase}."),
            });
        }
        catch (OperationCanceledException)
        {
            await FailAsync(message, FailureCode.Cancelled, "cancelled");
        }
        finally
        {
            _running.TryRemove(message.RequestId, out _);
        }
    }

    private async Task LoadAsync(ToRunner message)
    {
        _path = message.Load.Path;
        _script = Script.Of(_path);
        var pause = _script.Number("load_ms", 0);
        await ReplyAsync(message, new FromRunner { LoadProgress = new LoadProgress { Fraction = 0.5f } });
        await PauseAsync(pause, CancellationToken.None);
        switch (_script.Behaviour("load", "ok"))
        {
            case "fail":
                await FailAsync(message, FailureCode.LoadFailed, "the script says so");
                return;
            case "oom":
                await FailAsync(message, FailureCode.OutOfMemory, "8 GiB are needed, 1 GiB is free");
                return;
            case "crash":
                Crash("crashing while loading");
                return;
            case "garbage":
                await wire.WriteAsync([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
                return;
            case "hang":
                return;
        }
        await ReplyAsync(message, new FromRunner
        {
            Loaded = new ModelLoaded
            {
                Description = "fake", Architecture = "fake", ContextLength = message.Load.ContextLength, Slots = message.Load.Slots,
                ChatTemplate = "model", LoadSeconds = pause / 1000.0, Memory = new MemoryUse { RssBytes = 1 },
            },
        });
    }

    private async Task GenerateAsync(ToRunner message, CancellationToken stop)
    {
        _script = Script.Of(_path); // a test may have changed it meanwhile
        var behaviour = _script.Behaviour("generate", "echo");
        if (behaviour == "fail")
        {
            await FailAsync(message, FailureCode.PromptTooLong, "the prompt has 9 tokens, the context 5");
            return;
        }
        if (behaviour == "hang")
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        await ReplyAsync(message, new FromRunner { Started = new GenerationStarted { PromptTokens = 7, CachedTokens = 3 } });
        if (behaviour == "crash-first")
            Crash("crashing before the first token");

        var words = Words(message.Generate);
        var count = _script.Number("tokens", words.Length);
        var limit = message.Generate.MaxTokens > 0 ? (int)Math.Min(message.Generate.MaxTokens, int.MaxValue) : int.MaxValue;
        var made = Math.Min(count, limit);
        var firstAt = 0L;
        for (var i = 0; i < made; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (i == 1 && behaviour == "crash-mid")
                Crash("crashing mid-answer");
            if (i == 1 && behaviour == "hang-mid")
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            await PauseAsync(_script.Number("token_ms", 0), stop);
            if (i == 0)
                firstAt = TimeProvider.System.GetTimestamp();
            await ReplyAsync(message, new FromRunner
            {
                Delta = new GenerationDelta { Text = (i == 0 ? "" : " ") + words[i % words.Length], Tokens = 1 },
            });
        }
        await ReplyAsync(message, new FromRunner
        {
            Finished = new GenerationFinished
            {
                Reason = made < count ? FinishReason.Length : FinishReason.Stop,
                PromptTokens = 7, CachedTokens = 3, CompletionTokens = (uint)made,
                Timings = new GenerationTimings
                {
                    QueueSeconds = Told("queue_ms"),
                    PromptSeconds = Told("prompt_ms"),
                    DecodeSeconds = _script.Number("token_ms", 0) > 0 ? TimeProvider.System.GetElapsedTime(firstAt).TotalSeconds : Told("decode_ms"),
                },
            },
        });
    }

    private double Told(string key) => _script.Number(key, 0) / 1000.0;

    /// <summary>The words of the last message, so that a test sees what arrived; "environment" asks for the names of the variables instead.</summary>
    private static string[] Words(Generate generate)
    {
        var text = generate.PromptCase switch
        {
            Generate.PromptOneofCase.Chat => generate.Chat.Messages[^1].Content,
            Generate.PromptOneofCase.Tokens => string.Join(' ', generate.Tokens.Ids),
            _ => generate.Text,
        };
        if (text == "environment")
            return [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : ["…"];
    }

    private async Task EmbedAsync(ToRunner message)
    {
        if (_script.Behaviour("embed", "ok") == "crash")
            Crash("crashing while embedding");
        var dimensions = message.Embed.Dimensions > 0 ? (int)message.Embed.Dimensions : _script.Number("dimensions", 4);
        var result = new EmbeddingsResult();
        foreach (var input in message.Embed.Inputs)
        {
            var vector = new float[dimensions];
            vector[input.Text.Length % dimensions] = 1;
            result.Vectors.Add(new EmbeddingVector
            {
                Values = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(vector)), Tokens = 1,
            });
        }
        await ReplyAsync(message, new FromRunner { Embeddings = result });
    }

    private Task StatusAsync(ToRunner message) => _script.Behaviour("status", "ok") switch
    {
        "silent" => Task.CompletedTask,
        "stuck" => ReplyAsync(message, new FromRunner { Status = new RunnerStatus { SlotsBusy = 1, Steps = 7 } }),
        _ => ReplyAsync(message, new FromRunner { Status = new RunnerStatus { Steps = (ulong)Environment.TickCount64, Memory = new MemoryUse { RssBytes = 2, PrivateBytes = 1 } } }),
    };

    private Task FailAsync(ToRunner message, FailureCode code, string text) =>
        ReplyAsync(message, new FromRunner { Failure = new Failure { Code = code, Message = text } });

    private Task ReplyAsync(ToRunner message, FromRunner reply)
    {
        reply.RequestId = message.RequestId;
        return wire.WriteAsync(reply);
    }

    private static Task PauseAsync(int milliseconds, CancellationToken stop) =>
        milliseconds > 0 ? Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, stop) : Task.CompletedTask;

    private static void Crash(string lastWords)
    {
        Console.Error.WriteLine(lastWords);
        Environment.Exit(3);
    }
}
