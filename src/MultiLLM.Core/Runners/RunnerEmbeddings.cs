using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Telemetry.Tracing;

namespace MultiLLM.Core.Runners;

/// <summary>Embeddings of one loaded model, in messages small enough that a caller who leaves stops the work soon.</summary>
internal sealed class RunnerEmbeddings(RunnerConnection connection, ModelDefinition model, StreamLimits limits, TimeProvider time) : IRunnerEmbeddings
{
    private const int MaxInputs = 256;
    private const int MaxTextLength = 4 * 1024 * 1024;

    public async Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken)
    {
        EmbeddingsResult? all = null;
        for (var start = 0; start < inputs.Count;)
        {
            var embed = new Embed { Dimensions = (uint)Math.Max(0, dimensions ?? 0) };
            var length = 0;
            do
            {
                var input = inputs[start++];
                length += input.Text.Length + (4 * (input.Tokens?.Ids.Count ?? 0));
                embed.Inputs.Add(input);
            }
            while (start < inputs.Count && embed.Inputs.Count < MaxInputs && length < MaxTextLength);

            var part = await EmbedAsync(embed, cancellationToken);
            if (part.Vectors.Count != embed.Inputs.Count)
                throw new InvalidOperationException($"The runner sent {part.Vectors.Count} vectors for {embed.Inputs.Count} inputs.");
            if (all is null)
            {
                all = part;
                continue;
            }
            all.Vectors.AddRange(part.Vectors);
            all.Seconds += part.Seconds;
        }
        return all ?? new EmbeddingsResult();
    }

    private async Task<EmbeddingsResult> EmbedAsync(Embed embed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var message = new ToRunner { Embed = embed };
        using var span = RunnerSpan.Start(Spans.Embed, model, message, time);
        using var request = connection.Send(message);
        using var watch = new RequestWatch(request, time, limits.FirstOutput, $"{model.Id} embedded nothing", cancellationToken);
        var reply = await request.NextAsync();
        switch (reply.BodyCase)
        {
            case FromRunner.BodyOneofCase.Embeddings:
                span?.Embedded(reply.Embeddings);
                return reply.Embeddings;
            case FromRunner.BodyOneofCase.Failure:
                span?.Failed(reply.Failure);
                throw reply.Failure.ToException();
            default:
                throw new InvalidOperationException($"The runner answered an embedding with {reply.BodyCase}.");
        }
    }
}
