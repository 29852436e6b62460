using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Runners;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.AnalyticsBench;

/// <summary>What recording adds to one streamed answer of 64 pieces, over a client that answers at once.</summary>
internal static class RequestPath
{
    private const int Rounds = 9;
    private const int Requests = 4000;
    private const int Pieces = 64;

    public static async Task MeasureAsync(BenchRig rig)
    {
        using var plain = new InstantClient();
        using var recorded = new AnalyticsChatClient(plain, rig.Recorder, new WorkMeter(TimeProvider.System), TimeProvider.System);
        await RoundAsync(plain);
        await RoundAsync(recorded);
        var (times, bytes) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var without = await RoundAsync(plain);
            var with = await RoundAsync(recorded);
            times.Add(with.Microseconds - without.Microseconds);
            bytes.Add(with.Bytes - without.Bytes);
            while (rig.Writer.Status.Waiting > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        BenchRig.Row($"added to a streamed answer of {Pieces} pieces, median of {Rounds} rounds", $"{Median(times):0.0} µs, {Median(bytes):0} bytes");
        BenchRig.Row($"the slowest round", $"{times.Max():0.0} µs");
        BenchRig.Row($"records lost meanwhile", $"{rig.Writer.Status.Lost}");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<(double Microseconds, double Bytes)> RoundAsync(IChatClient client)
    {
        ChatMessage[] messages = [new(ChatRole.User, "What is machine learning?")];
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < Requests; i++)
        {
            await foreach (var _ in client.GetStreamingResponseAsync(messages))
            {
            }
        }
        var took = TimeProvider.System.GetElapsedTime(start);
        return (took.TotalMicroseconds / Requests, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)Requests);
    }

    private sealed class InstantClient : IChatClient
    {
        private static readonly GenerationFinished s_finished = new()
        {
            Reason = FinishReason.Stop,
            PromptTokens = 12,
            CompletionTokens = Pieces,
            Timings = new GenerationTimings { PromptSeconds = 0.01, DecodeSeconds = 0.5, QueueSeconds = 0 },
        };

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (var i = 0; i < Pieces; i++)
                yield return new ChatResponseUpdate(ChatRole.Assistant, "word ");
            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, Finished = s_finished };
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // owns nothing
        }
    }
}
