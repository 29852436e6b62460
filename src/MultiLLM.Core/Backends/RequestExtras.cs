using System.Collections.Frozen;
using System.Text.Json;

namespace MultiLLM.Core.Backends;

/// <summary>
/// Members of a request in the OpenAI dialect that this service does not read, as they were sent. They go to remote servers, which speak the same dialect; models
/// of this machine never see them. What would change who is asked, where, or with which credentials is not among them.
/// </summary>
public sealed class RequestExtras
{
    /// <summary>What this service reads or sets itself.</summary>
    private static readonly FrozenSet<string> Own = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "model", "messages", "prompt", "input", "stream", "stream_options", "n", "best_of", "echo", "suffix", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k",
        "min_p", "typical_p", "frequency_penalty", "presence_penalty", "repeat_penalty", "repetition_penalty", "repeat_last_n", "seed", "stop", "logit_bias", "ignore_eos",
        "grammar", "logprobs", "top_logprobs", "response_format", "dimensions", "encoding_format", "keep_alive", "multillm", "fallbacks");

    /// <summary>
    /// What some gateways and engines take in a body as an address, a header, a credential, another model, or code: whoever asks must not decide that for a server
    /// that answers in this service's name.
    /// </summary>
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "api_base", "base_url", "api_key", "api_version", "api_type", "headers", "extra_headers", "default_headers", "extra_body", "extra_query", "http_client", "client", "proxy",
        "proxies", "organization", "project", "deployment_id", "engine", "models", "model_list", "model_info", "route", "provider", "custom_llm_provider", "timeout",
        "request_timeout", "max_retries", "num_retries", "mock_response", "mock_tool_calls", "litellm_params", "guardrails", "user_config", "cache", "kv_transfer_params",
        "bootstrap_host", "bootstrap_port", "bootstrap_room", "lora", "lora_path", "lora_request", "adapter_id", "custom_logit_processor", "logits_processors", "vllm_xargs");

    private static readonly string[] RefusedBeginnings = ["aws_", "azure_", "vertex_", "litellm_", "x-"];

    private RequestExtras(IReadOnlyDictionary<string, JsonElement> members) => Members = members;

    /// <summary>By name, copied: they outlive the request's body.</summary>
    public IReadOnlyDictionary<string, JsonElement> Members { get; }

    /// <summary>The request may want a tool called, which only remote servers can.</summary>
    public bool WantsTools => IsFilledArray("tools") || IsFilledArray("functions");

    /// <param name="body">A request's object, without duplicate names.</param>
    /// <returns>Null: there is nothing to hand on.</returns>
    public static RequestExtras? Of(JsonElement body)
    {
        Dictionary<string, JsonElement>? members = null;
        foreach (var member in body.EnumerateObject())
        {
            if (member.Value.ValueKind is not JsonValueKind.Null && MayPass(member.Name))
                (members ??= new(StringComparer.Ordinal))[member.Name] = member.Value.Clone();
        }
        return members is null ? null : new RequestExtras(members);
    }

    /// <summary>The same members with other values.</summary>
    internal RequestExtras With(IReadOnlyDictionary<string, JsonElement> members) => new(members);

    /// <summary>False: the name stands for something that is not the caller's to decide, or that this service sets itself.</summary>
    public static bool MayPass(string name) => !Own.Contains(name) && !Refused.Contains(name)
        && !Array.Exists(RefusedBeginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));

    private bool IsFilledArray(string name) => Members.TryGetValue(name, out var list) && list.ValueKind is JsonValueKind.Array && list.GetArrayLength() > 0;
}
