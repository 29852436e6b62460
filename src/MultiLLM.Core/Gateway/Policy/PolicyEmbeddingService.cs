using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Policy.Fields;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>The embedding service's twin of <see cref="PolicyChatClient"/>. What is masked stays masked: vectors hold no text to put it back into.</summary>
internal sealed class PolicyEmbeddingService(IEmbeddingService inner, PolicyBook book, PolicyVoice voice, IModelCatalog catalog, RequestOrigin? from = null) : IEmbeddingService
{
    public IEmbeddingService For(RequestOrigin origin) => new PolicyEmbeddingService(inner.For(origin), book, voice, catalog, origin);

    public Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken)
    {
        var state = book.Current;
        var policy = state.Required;
        var trail = from?.Policy ?? new PolicyTrail();
        var names = PolicyState.Names(wishes.ModelId, wishes.Fallbacks, catalog.Current);
        var scanner = state.For(wishes.Caller, names, PolicyDirection.Input);
        if (scanner.MaskOrBlock && policy.RefusesUnreadable && inputs.Any(input => input.Tokens is not null))
            throw ChatInput.Unreadable("input");
        var judge = new InputJudge(policy, scanner, wishes.Caller, finding => voice.Tell(policy, finding, PolicyDirection.Input, wishes.Caller, from?.RequestId, trail));
        var texts = inputs.Select(input => input.Tokens is null ? judge.Add(input.Text) : -1).ToList();
        var fields = new RequestFields(judge, wishes.Extras);
        judge.Decide();
        var given = judge.Masks ? inputs.Select((input, index) => texts[index] < 0 ? input : new EmbedInput { Text = judge.Masked(texts[index]) }).ToList() : inputs;
        return inner.EmbedAsync(given, judge.Masks ? wishes with { Extras = fields.Masked(wishes.Extras) } : wishes, cancellationToken);
    }
}
