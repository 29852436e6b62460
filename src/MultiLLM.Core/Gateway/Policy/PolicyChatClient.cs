using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Policy.Fields;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>Applies the content policy to what goes to a model and to what comes back.</summary>
internal sealed class PolicyChatClient(IChatClient inner, PolicyBook book, PolicyVoice voice, IModelCatalog catalog) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var own = options as GenerationOptions;
        var origin = own?.Origin?.Request;
        var caller = own?.Caller ?? origin?.Caller ?? Caller.Library;
        var trail = origin?.Policy ?? new PolicyTrail();
        var state = book.Current;
        var policy = state.Required;
        var names = PolicyState.Names(options?.ModelId, own?.Wishes?.Fallbacks, catalog.Current);
        var rules = state.For(caller, names, PolicyDirection.Input);
        var input = new InputJudge(policy, rules, caller,
            finding => voice.Tell(policy, finding, PolicyDirection.Input, caller, origin?.RequestId, trail));
        var (asked, given) = ChatInput.Judge(input, rules, messages as IReadOnlyList<ChatMessage> ?? [.. messages], options);
        var judge = new OutputJudge(policy, state.For(caller, names, PolicyDirection.Output), input.Book.Values, isWhole: origin is { Stream: false },
            finding => voice.Tell(policy, finding, PolicyDirection.Output, caller, origin?.RequestId, trail));
        var output = new ChatOutput(judge, isJson: options?.ResponseFormat is ChatResponseFormatJson, trail);
        await foreach (var update in InnerClient.GetStreamingResponseAsync(asked, given, cancellationToken))
        {
            foreach (var judged in output.Push(update))
                yield return judged;
        }
        if (output.End() is { } rest)
            yield return rest;
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);
}
