# The documented curl lines, word for word; a test puts its own address, pictures, token and task id into them.

# create-basic-clean
curl -X POST "https://api.example.com/api/task/create" \
  -H "Content-Type: application/json" \
  -H "Authorization: Bearer YOUR_JWT_TOKEN" \
  -d '{
    "type": "basic_clean",
    "inputImageUrl": "https://example.com/images/product.jpg",
    "params": {
      "template": "all"
    }
  }'

# create-model-pose12
curl -X POST "https://api.example.com/api/task/create" \
  -H "Content-Type: application/json" \
  -H "Authorization: Bearer YOUR_JWT_TOKEN" \
  -d '{
    "type": "model_pose12",
    "inputImageUrl": "https://example.com/images/garment.jpg",
    "params": {
      "scene": "studio",
      "category": "dress",
      "productDescription": "优雅连衣裙"
    }
  }'

# get
curl -X GET "https://api.example.com/api/task/TASK_ID" \
  -H "Authorization: Bearer YOUR_JWT_TOKEN"

# list
curl -X GET "https://api.example.com/api/task/list?limit=10&offset=0&status=success" \
  -H "Authorization: Bearer YOUR_JWT_TOKEN"
