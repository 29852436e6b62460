using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends;

/// <summary>Speaks to OpenAI-compatible servers as the service speaks to runners: same updates, same figures, same failures.</summary>
internal interface IRemoteClients
{
    /// <summary>Chat with the model at that server. Every answer's last update carries usage, finish reason and <c>Finished</c>.</summary>
    IChatClient Chat(RemoteEndpoint endpoint, ModelDefinition model);

    /// <summary>Embeddings of the model at that server.</summary>
    IRunnerEmbeddings Embeddings(RemoteEndpoint endpoint, ModelDefinition model);
}
