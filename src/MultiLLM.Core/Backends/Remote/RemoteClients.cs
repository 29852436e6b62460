using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Remote;

internal sealed class RemoteClients(RemoteCalls http, TimeProvider time) : IRemoteClients
{
    public IChatClient Chat(RemoteEndpoint endpoint, ModelDefinition model) => new RemoteChatClient(http, endpoint, model, time);

    public IRunnerEmbeddings Embeddings(RemoteEndpoint endpoint, ModelDefinition model) => new RemoteEmbeddings(http, endpoint, model, time);
}
